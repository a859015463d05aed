resource "alicloud_instance" "web" {
  image_id = "m-bp1g7004ksh0oeuc0001"
}
