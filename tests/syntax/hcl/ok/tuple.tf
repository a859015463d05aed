a = []
b = [1, 2,]
c = [
  1,
  # comment
  2
]
