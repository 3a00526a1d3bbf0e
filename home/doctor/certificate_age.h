// How long a certificate is good for, judged; of the home's files and of what a broker shows.
#ifndef HOME_DOCTOR_CERTIFICATE_AGE_H
#define HOME_DOCTOR_CERTIFICATE_AGE_H

#include "home/doctor/doctor.h"

#include <openssl/x509.h>

// whose: "the broker's".
void judge_certificate_age(struct patient *patient, const X509 *certificate, const char *whose,
                           const char *mend);

#endif
