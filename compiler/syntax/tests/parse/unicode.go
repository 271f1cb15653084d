package unicode

var é, 世界, _x9, x٣ = 1, 2, 3, 4

const s = "é\u4e16" + `世
界` + "\U0001F600"

const r = '世' + '\'' + '\x41' + '\101' + '\u00e9'
