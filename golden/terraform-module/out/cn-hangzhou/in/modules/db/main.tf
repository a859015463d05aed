resource "alicloud_instance" "db" {
  image_id = "m-bp1g7004ksh0oeuc0001"
}
