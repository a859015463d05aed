a = [for k, v in m : v if k]
b = {for x in y : x => z...}
