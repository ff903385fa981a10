package logs

func init() {
	register(csvLog(Format{
		Name: "recorded", About: "recorded arrivals: t,node,customer", Stamp: Begins, offsets: true,
		asPrinted: true,
		Sample:    "t,node,customer\n0.5,0,1\n12.25,1,0\n",
		Hits: "1970-01-01T00:00:00.5Z +1ns 0 - - - 0\n" +
			"1970-01-01T00:00:12.25Z +1ns 1 - - - 0",
	}, fields{
		has: "customer", time: "t", client: "node", stamps: exactly(epoch(second)),
	}.always))
}
