package sim
import ("testing";"fmt")
func BenchmarkZQueue(b *testing.B){
 for _, n := range []int{100,10000,1000000}{
 b.Run(fmt.Sprint(n), func(b *testing.B){
  var q queue; st := uint64(1); seq:=uint64(0)
  for range n { seq++; q.push(int64(gap(&st)), seq, 3, 7)}
  for b.Loop(){
    t,_ := q.first(); q.pop(); seq++
    q.push(t+int64(gap(&st)), seq, 3, 7)
  }
 })}
}
