a {}
b "l" "m" {
  c = 1
}
d e {
}
