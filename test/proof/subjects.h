// What is proven, subject by subject; docs/proof.md says how. test/proof/run names one of these as the
// entry of the analysis.
#ifndef TEST_PROOF_SUBJECTS_H
#define TEST_PROOF_SUBJECTS_H

void prove_reader(void);
void prove_remaining_length(void);
void prove_topic(void);
void prove_decode(void);
void prove_publish(void);
void prove_assertion(void);
void prove_message(void);
void prove_journal(void);
void prove_store(void);
void prove_guard(void);
void prove_door(void);

#endif
