package logs

// Its stamp is the beginning by default: sampleresult.timestamp.start=true in jmeter.properties.
func init() {
	register(csvLog(Format{
		Name: "jmeter-csv", About: "JMeter's JTL as CSV", Stamp: Begins,
		Sample: "timeStamp,elapsed,label,responseCode,responseMessage,threadName,success,bytes,URL\n" +
			"1772434803412,87,token,200,OK,Thread Group 1-1,true,912,https://auth.example.com/oauth/token\n",
		Hits: "2026-03-02T07:00:03.412Z +1ms" +
			" ended by +89ms - - auth.example.com /oauth/token 200",
	}, fields{
		has: "timeStamp", time: "timeStamp", url: "URL", status: "responseCode", took: "elapsed",
		tookIn: milli,
	}.always))
}
