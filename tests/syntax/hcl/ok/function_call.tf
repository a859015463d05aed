a = max(1, 2)
b = f(c...)
d = f()
e = provider::x::f(1,)
