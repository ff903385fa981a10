// Command tokenstorm pits strategies of renewing access tokens against a fake carrier that meters
// its token endpoint and bans, on virtual time.
//
// Exit codes: 0 fine, 99 an expectation of the scenario is not met, 104 the configuration is wrong,
// 105 interrupted, 1 anything else. They are those of k6 (its exitcodes package), where k6 has one.
package main

import "github.com/tokenstorm/tokenstorm"

func main() { tokenstorm.Main() }
