// Package cells keeps what cells of studies came to, so that no run is carried out twice: in a
// folder, for every study of every process that uses it.
//
// A cell is found again by what it depends on: the program, the scenario and the strategy as they
// were read, recorded arrivals among them, the reading, and the seed. Comments, what is written
// about a scenario, what is expected of it and the names of files are no part of that. What the
// scenario says of a kept outcome is judged when it is read.
//
// A file of the folder has the cells of one contestant that one process ran. Only that process
// appends to it, each cell by one write that ends in a checksum: no locks are needed, a process
// that is killed leaves at most one cell that is cut short, and what is damaged is left out, run
// again and written anew. A cell that failed is never kept. What cannot be written is remarked, and
// the study goes on.
package cells
