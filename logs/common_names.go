package logs

// commonNames are what fields are called in logs of any source: of nginx, Apache, Envoy, the
// Elastic Common Schema, loggers of Go, Java and JavaScript. How long it took counts only where its
// name, or its value, says in which unit.
var commonNames = fields{
	time: beginTimes + ",time,timestamp,@timestamp,ts,time_iso8601,datetime,date_time,date," +
		"start,begin,event_time,eventTime,time_local,msec,at,t,Time," +
		"Timestamp,DateTime,TimeGenerated,_time,requestTime,@t,time_stamp," + endTimes,
	end:      endTimes,
	begins:   beginTimes + ",start,begin,requestTime",
	ends:     endTimes + ",time_iso8601,time_local,msec", // these are nginx's
	endsTook: "request_time,latency_human,responseTime",  // of nginx, Echo, pino
	logger:   "level,msg,severity,levelname,lvl,@l,log.level,loglevel,logger",
	client: "client_ip,clientip,client,clientIp,ClientIP,ClientIp,remote_addr,remote_ip," +
		"remoteIp,remoteAddr," +
		"remote_address,client.ip,client.address,source.ip,source_ip,src_ip,src,ip,c-ip,remote_host," +
		"remote,peer,ClientHost,downstream_remote_address,sourceIPAddress,host_ip,caller," +
		"req.remoteAddress,cliIP,remote,remoteIP,properties.clientIp",
	forwarded: "x_forwarded_for,http_x_forwarded_for,forwarded_for,xff,X-Forwarded-For",
	host: "host,http_host,server_name,vhost,authority,request_host,domain,url.domain,server.address," +
		"destination.domain,upstream_host,target_host,ClientRequestHost," +
		"req.headers.host,reqHost",
	path: "path,request_path,uri,request_uri,url_path,url.path,endpoint,route,http.target,http_path," +
		"requestPath,RequestUri,cs-uri-stem,RequestPath,resourcePath,request.path,request.uri,reqPath",
	url: "url,request_url,url.full,url.original,http.url,http_url,requestUrl,target,req.url," +
		"request.url",
	request: "request,request_line,http_request",
	method: "method,request_method,http_method,verb,http.method,http.request.method,requestMethod," +
		"httpMethod,reqMethod,request_verb,HttpMethod,cs-method,RequestMethod,req.method,request.method",
	status: "status,status_code,statusCode,response_code,responseCode,code,http_status," +
		"response_status,http.status_code,http.response.status_code,resp_status,StatusCode," +
		"HttpStatus,sc-status," +
		"res.statusCode,response.status,elb_status_code,httpStatusCode",
	took: "duration_ms,durationMs,latency_ms,latencyMs,elapsed_ms,elapsedMs,took_ms," +
		"response_time_ms,responseTimeMs,time_ms," +
		"duration_us,latency_us,duration_ns,latency_ns,duration_s," +
		"duration_seconds,latency_seconds,elapsed_seconds,request_time,request_time_ms," +
		"request_duration_ms,event.duration,latency_human,responseTime," +
		"duration,latency,elapsed,response_time,took,turnAroundTimeMSec,responseLatency",
}

// beginTimes and endTimes are what the times are called that say which instant they are.
const (
	beginTimes = "start_time,startTime,started_at,startedAt,startedDateTime,event.start,StartUTC," +
		"StartLocal,requestTimeEpoch,reqTimeSec"
	endTimes = "end_time,endTime,ended_at,endedAt,finished_at,event.end"
)

// options returns the names that options give, and the common ones where they give none.
func (f fields) options(o *Options) fields {
	f.stamps = o.stamps()
	return f.always(o)
}

// always is the naming of a format whose names are its own, but where the user says another.
func (f fields) always(o *Options) fields {
	for _, given := range []struct {
		name string
		own  *string
	}{
		{o.Time, &f.time}, {o.ClientField, &f.client}, {o.PathField, &f.path},
		{o.StatusField, &f.status}, {o.DurationField, &f.took},
	} {
		if given.name != "" {
			*given.own = given.name
		}
	}
	if o.PathField != "" {
		f.url, f.request = "", ""
	}
	if o.Time != "" {
		f.stamps, f.end = o.stamps(), ""
	}
	if o.DurationField == "" && f.tookIn != 0 {
		return f // it is the format's own
	}
	if o.DurationUnit != "" {
		f.tookIn = timeUnits[o.DurationUnit]
		return f
	}
	if f.tookIn = timeUnits[o.TimeUnit]; f.tookIn == 0 && o.DurationField != "" {
		f.tookIn = milli
	}
	f.guessed = f.tookIn != 0
	return f
}

// stamps is the clock of stamps in the unit that the user names.
func (o *Options) stamps() clock {
	if unit, ok := timeUnits[o.TimeUnit]; ok {
		return epoch(unit)
	}
	if o.TimeUnit == "rfc3339" {
		return isoClock
	}
	return anyClock
}

// timeUnits are the units of --time-unit, in nanoseconds.
var timeUnits = map[string]int64{"s": second, "ms": milli, "us": micro, "ns": ns}
