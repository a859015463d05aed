a = "x ${b} y ${c.d[0]}"
e = "$${not} %%{not}"
