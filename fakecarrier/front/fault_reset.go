package front

import (
	"net"
	"net/http"
)

// FaultReset resets the connection after the request took effect: its caller sees an error of the
// network where a lost reply is merely an end.
const FaultReset FaultKind = "reset"

func init() {
	registerFault(FaultReset, faultKind{
		strike: func(_ *World, _ *Fault, t *trouble) { t.lost, t.send = true, reset },
	})
}

func reset(_ *World, x *exchange, _ *answer) {
	connection, _, err := http.NewResponseController(x.rw).Hijack()
	if err != nil {
		panic(http.ErrAbortHandler) // of HTTP/2, which then resets the stream
	}
	if tcp, ok := tcpOf(connection); ok {
		_ = tcp.SetLinger(0) // what is closed then is reset
	}
	_ = connection.Close()
}

// tcpOf is the connection below those that were laid over it.
func tcpOf(c net.Conn) (*net.TCPConn, bool) {
	for {
		switch of := c.(type) {
		case *net.TCPConn:
			return of, true
		case interface{ NetConn() net.Conn }:
			c = of.NetConn()
		case interface{ Raw() net.Conn }:
			c = of.Raw()
		default:
			return nil, false
		}
	}
}
