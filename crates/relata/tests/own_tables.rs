//! Users' own lists of actors: imported, checked, and used before the tables of the program.

#![allow(clippy::unwrap_used, reason = "a test may stop where it stands")]

mod bench;

use bench::Bench;

const LIST: &str = "name,country,sector,aliases\nHill Front,PAK,REB,Front of the Hills;HFX\n,,,\n";

#[test]
fn a_list_becomes_a_table_that_names_are_read_with() {
    let bench = Bench::with_reports();
    bench.write("list.csv", LIST.as_bytes());
    let imported = bench.run(&[
        "knowledge",
        "import",
        "list.csv",
        "--from",
        "csv",
        "--to",
        "own",
    ]);
    assert_eq!(imported.code, 0, "{}", imported.err);
    assert!(imported.err.contains("list.csv:3:"), "{}", imported.err);
    let words = "Fighters of HFX attacked a post.";
    let who = bench.run(&["knowledge", "who", words, "--knowledge", "own"]);
    assert!(who.out.contains("Hill Front (PAK REB)"), "{}", who.out);
    let coded = bench.run(&["code", "reports", "--knowledge", "own"]);
    assert_eq!(coded.code, 0, "{}", coded.err);
    let again = bench.run(&["code", "reports"]);
    assert!(again.err.contains("3 coded"), "{}", again.err);
}

#[test]
fn a_table_that_is_there_is_not_written_over() {
    let bench = Bench::with_reports();
    bench.write("list.csv", LIST.as_bytes());
    let arguments = [
        "knowledge",
        "import",
        "list.csv",
        "--from",
        "csv",
        "--to",
        "own",
    ];
    assert_eq!(bench.run(&arguments).code, 0);
    assert_eq!(bench.run(&arguments).code, 2);
}

#[test]
fn what_is_wrong_with_a_table_is_said_by_row() {
    let bench = Bench::with_reports();
    bench.write("own/parties.tsv", b"id\tname\n");
    let checked = bench.run(&["knowledge", "check", "own"]);
    assert_eq!(checked.code, 2, "{}", checked.err);
    assert!(checked.err.contains("parties.tsv:1"), "{}", checked.err);
}
