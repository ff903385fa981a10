package main

import (
	"go/ast"
	"go/constant"
	"go/token"
	"go/types"
	"math"
	"slices"
	"strings"
)

// houseUnportable are the functions of math whose last bit is the processor's own. Those that IEEE
// 754 defines, such as Sqrt and Floor, are not among them.
var houseUnportable = []string{"Acos", "Acosh", "Asin", "Asinh", "Atan", "Atan2", "Atanh", "Cbrt",
	"Cos", "Cosh", "Erf", "Erfc", "Erfcinv", "Erfinv", "Exp", "Exp2", "Expm1", "Gamma", "Hypot", "J0",
	"J1", "Jn", "Lgamma", "Log", "Log10", "Log1p", "Log2", "Pow", "Pow10", "Sin", "Sincos", "Sinh",
	"Tan", "Tanh", "Y0", "Y1", "Yn"}

// houseUnportableDraws are the methods of rand.Rand that use them.
var houseUnportableDraws = []string{"ExpFloat64", "NormFloat64"}

// housePortable bans from what enters a run what differs between processors: those functions, and
// products of floats that a compiler may fuse with an addition, which is every product that is not
// rounded by a conversion, or goes on into another product, a quotient or a comparison.
func housePortable(f *houseFile, report houseReport) {
	if f.types == nil || !f.room().run {
		return
	}
	imports := f.imports()
	safe := map[ast.Expr]bool{}
	f.walk(func(n ast.Node) {
		switch n := n.(type) {
		case *ast.SelectorExpr:
			houseUnportableUse(f, imports, n, report)
		case *ast.CallExpr:
			if f.types.Types[n.Fun].IsType() {
				houseRounds(safe, n.Args...)
			}
		case *ast.BinaryExpr:
			if n.Op != token.ADD && n.Op != token.SUB {
				houseRounds(safe, n.X, n.Y)
			}
			exact := f.isPowerOfTwo(n.X) || f.isPowerOfTwo(n.Y)
			if n.Op == token.MUL && f.isFloat(n) && !safe[n] && !exact {
				report(f.line(n.OpPos), "%s may be fused with an addition, which rounds otherwise: "+
					"round it, float64(…)", types.ExprString(n))
			}
		case *ast.AssignStmt:
			if n.Tok == token.MUL_ASSIGN && f.isFloat(n.Lhs[0]) {
				report(f.line(n.TokPos), "%s may be fused with an addition, which rounds otherwise: "+
					"round it, float64(…)", types.ExprString(n.Lhs[0])+" *= "+types.ExprString(n.Rhs[0]))
			}
		}
	})
}

func houseUnportableUse(f *houseFile, imports map[string]string, n *ast.SelectorExpr,
	report houseReport,
) {
	pkg, name := f.selected(imports, n)
	receiver := f.types.TypeOf(n.X)
	switch {
	case pkg == "math" && slices.Contains(houseUnportable, name):
		report(f.line(n.Pos()), "no math.%s: its last bit differs between processors; "+
			"internal/portable has Exp and Ln", name)
	case slices.Contains(houseUnportableDraws, n.Sel.Name) && receiver != nil &&
		strings.HasSuffix(receiver.String(), "math/rand/v2.Rand"):
		report(f.line(n.Pos()), "no %s: its last bit differs between processors; draw from uniform "+
			"numbers with internal/portable", n.Sel.Name)
	}
}

// houseRounds notes that a product among the operands is not fused with what is made of it.
func houseRounds(safe map[ast.Expr]bool, operands ...ast.Expr) {
	for _, operand := range operands {
		for {
			safe[operand] = true
			switch o := operand.(type) {
			case *ast.ParenExpr:
				operand = o.X
				continue
			case *ast.UnaryExpr:
				operand = o.X
				continue
			}
			break
		}
	}
}

// isPowerOfTwo reports whether the expression is a constant by which a product is exact.
func (f *houseFile) isPowerOfTwo(e ast.Expr) bool {
	value := f.types.Types[e].Value
	if value == nil {
		return false
	}
	number, _ := constant.Float64Val(constant.ToFloat(value))
	fraction, _ := math.Frexp(number)
	return math.Abs(fraction) == .5
}

// isFloat reports whether the expression is a float that is computed when the program runs.
func (f *houseFile) isFloat(e ast.Expr) bool {
	t := f.types.Types[e]
	if t.Type == nil || t.Value != nil {
		return false
	}
	basic, ok := t.Type.Underlying().(*types.Basic)
	return ok && basic.Info()&types.IsFloat != 0
}
