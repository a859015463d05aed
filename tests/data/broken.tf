resource "alicloud_instance" "a" {
  image_id = "m-1
  name     =
  size     = max(40, [1, 2
  tags = {
    a = @
    b = var.
  }
  c = d ? 1
  e = 1 f = 2
  half
  g = "${var.x"
}
}
resource "alicloud_instance" "b"
resource "x" "y" {
  image_id = "m-2"
  data = <<EOT
no end
