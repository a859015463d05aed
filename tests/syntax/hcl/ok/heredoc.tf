a = <<EOT
x ${b}
  y
EOT
b = <<-E
    z
  E
