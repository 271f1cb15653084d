//! Formatting and parsing of floats against records of real Go (`gen/floats.go`); `MGO_FLOATS=FILE` checks a larger file instead.

use mgo_abi::typedesc::GoString;

/// Calls a native with a frame laid out as the language would.
fn call<Frame>(name: &str, frame: &mut Frame) {
    let native = mgo_stdlib::natives().iter().find(|n| n.name == name).expect("registered");
    // SAFETY: the address is that of a native whose frame the caller has laid out.
    let entry: extern "C" fn(*mut Frame) = unsafe { std::mem::transmute(native.addr) };
    entry(frame);
}

fn format(bits: u64, fmt: u8, prec: i64, size: i64) -> String {
    #[repr(C)]
    struct Frame(*mut u8, usize, u64, u64, i64, i64, usize);
    let mut buf = vec![0u8; 360 + prec.max(0) as usize];
    let mut frame = Frame(buf.as_mut_ptr(), buf.len(), bits, u64::from(fmt), prec, size, 0);
    call("strconv.formatFloat", &mut frame);
    String::from_utf8(buf[..frame.6].to_vec()).expect("ASCII")
}

fn parse(text: &str, size: i64) -> (u64, i64) {
    #[repr(C)]
    struct Frame(GoString, i64, u64, i64);
    let mut frame = Frame(GoString { ptr: text.as_ptr(), len: text.len() }, size, 0, 0);
    call("strconv.parseFloat", &mut frame);
    (frame.2, frame.3)
}

#[test]
fn floats_are_formatted_and_parsed_as_real_go_does() {
    let file = std::env::var("MGO_FLOATS").unwrap_or_else(|_| concat!(env!("CARGO_MANIFEST_DIR"), "/tests/data/floats.txt").into());
    let records = std::fs::read_to_string(file).expect("records");
    let mut checked = 0;
    for record in records.lines() {
        let field: Vec<&str> = record.split(' ').collect();
        let hex = |s: &str| u64::from_str_radix(s, 16).expect("bits");
        match field[..] {
            ["F", bits, fmt, prec, size, want] => {
                let got = format(hex(bits), fmt.as_bytes()[0], prec.parse().expect("precision"), size.parse().expect("size"));
                assert_eq!(got, want, "{record}");
            }
            ["P", text, size, bits, status] => {
                let (got, got_status) = parse(text, size.parse().expect("size"));
                assert_eq!(got_status.to_string(), status, "{record}");
                if status != "1" {
                    assert_eq!(got, hex(bits), "{record}");
                }
            }
            _ => panic!("bad record {record}"),
        }
        checked += 1;
    }
    assert!(checked >= 1000, "only {checked} records");
}
