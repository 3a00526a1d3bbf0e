// The test bench: a test is a sentence, CHECK says where it fails, the program's exit code is the
// verdict. Runs on Linux and, unchanged, on a board.
//
//     static void an_empty_reader_is_finished(void)
//     {
//         const struct reader r = reader_over((struct bytes){NULL, 0});
//         CHECK(reader_finished(&r));
//     }
//
//     int main(void)
//     {
//         RUN(an_empty_reader_is_finished);
//         return check_verdict();
//     }
#ifndef TEST_SUPPORT_CHECK_H
#define TEST_SUPPORT_CHECK_H

#include "base/bytes.h"

#include <stdbool.h>

// Notes a failure and goes on, so that one run shows them all.
#define CHECK(condition) check_that((condition), #condition, __FILE__, __LINE__)

// Two whole numbers are the same; shows both when they are not.
#define CHECK_SAME(actual, expected)                                                               \
    check_same((long long)(actual), (long long)(expected), #actual, __FILE__, __LINE__)

// Two runs of bytes are the same; shows the first difference when they are not.
#define CHECK_BYTES(actual, expected) check_bytes((actual), (expected), #actual, __FILE__, __LINE__)

// Runs one test and says its name when it fails.
#define RUN(test) check_run(#test, test)

// Returns its condition, so that a test can leave where going on makes no sense.
bool check_that(bool condition, const char *text, const char *file, int line);
void check_same(long long actual, long long expected, const char *text, const char *file, int line);
void check_bytes(struct bytes actual, struct bytes expected, const char *text, const char *file,
                 int line);
void check_run(const char *name, void (*test)(void));

// Adds a line that is shown beside the next failures of this test (a seed, a step); NULL for none.
void check_context(const char *context);

// Prints the count of tests and gives the program's exit code. No test at all is a failure.
int check_verdict(void);

#endif
