package review

// A need is a study that a question rests on.
type need struct {
	scene      scene
	strategies []string
	readings   []string
}

// A capacityNeed is a frontier that a question rests on: how many of something strategies survive.
type capacityNeed struct {
	title      string
	scene      scene
	field      string
	unit       string // what the field counts
	values     []int  // growing
	strategies []string
	readings   []string
}

// A question says what it needs, and makes an Answer of it.
type question struct {
	id, title, text string
	needs           []need
	capacity        []capacityNeed
	answer          func(e *evidence) Answer
}

// questions are those of the design review, in its order.
func questions() []question {
	return []question{
		cascade(), retries(), duration(), locks(), cacheFirst(), limits(), recovery(),
		recommendation(),
	}
}

// headlines are the scenarios that a recommendation has to survive, and the page shows first.
func headlines() []scene {
	return []scene{
		tokenDies(200, "100ms"), twoNodes(), endless(2, 1), tenCustomers(), cacheDown(), scaleOut(),
		coexisting(),
	}
}

// steps are from, from+by, ... to.
func steps(from, to, by int) []int {
	var list []int
	for n := from; n <= to; n += by {
		list = append(list, n)
	}
	return list
}
