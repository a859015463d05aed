region = "cn-hangzhou"
zone   = 1
