// Package cluster carries out the runs of a study on many machines, by a server of NATS JetStream.
//
// A Remote is the Runner of a study: it puts the runs that are asked of it together to batches of
// about a second, and each batch on the server as a message. A Worker, on whatever machine, takes a
// batch, carries its runs out, and writes what they came to under a key that is the batch's own;
// the Remote reads it there.
//
// Runs depend on nothing but their cells and what their study was made from. So one that is carried
// out twice does no harm, and there are no leases, no times after which a worker counts as dead,
// and no window within which a message counts as sent before:
//
//   - a message has a subject of its own, study.ID.KEY, of which the server keeps one at most;
//   - what has no answer is asked for again, whatever became of it;
//   - an answer is only ever created. Who finds one compares it with his own: where they differ, an
//     Alarm names the cell and both workers, and the study ends;
//   - what a worker needs beside its program, the scenario, the strategies and recorded arrivals,
//     lies on the server; a worker of another version of the program is refused.
//
// A study ends in the same bytes as one of one process, whatever happened to workers, to the
// server, or to the network between them.
package cluster
