+ - * / % & | ^ << >> &^ += -= *= /= %= &= |= ^= <<= >>= &^= && || <- ++ -- == < > = ! ~ != <= >= := ... ( ) [ ] { } , ; . :
a<-b a< -b a&^b a& ^b a&&b x.y ....5 1...2 a...b <<=>>= &^=^= +++ ---
break case chan const continue default defer else fallthrough for func go goto if import interface map package range return select struct switch type var
Break breaks _break break_ funcs 世 x1 _
// line comment
/* block */ a /* block */ b /**/ c /***/ d /*/*/ e
