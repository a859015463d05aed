dr
 ta={
{ 
}