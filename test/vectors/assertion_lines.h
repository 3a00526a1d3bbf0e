// Asks the door's own verifier about WebAuthn assertions that others made, a line each.
//
// A line: good|bad ORIGIN RPID POINT CHALLENGE CLIENTDATAJSON AUTHENTICATORDATA SIGNATURE, with one
// space between fields, the last five in hex, "-" for an empty one; '#' and empty lines are skipped.
// POINT is X | Y, with or without a leading 04; CHALLENGE the 32 raw bytes; SIGNATURE DER. User
// presence and verification are required.
#ifndef TEST_VECTORS_ASSERTION_LINES_H
#define TEST_VECTORS_ASSERTION_LINES_H

// From good to bad; as exit codes they are the verdict.
enum assertions {
    ASSERTIONS_AGREE = 0,
    ASSERTIONS_DISAGREE = 1,
    ASSERTIONS_UNREADABLE = 2
};

// The line has no end of line, and is written over. Says to standard error what is not as it says.
enum assertions assertion_line_judge(char *line, unsigned number);

#endif
