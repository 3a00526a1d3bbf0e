#include "home/authority/certificate_text.h"

#include <openssl/err.h>
#include <openssl/pem.h>

#include <string.h>

bool certificate_to_text(const X509 *certificate, struct certificate_text *out,
                         struct failure *failure)
{
    char *text = NULL;
    BIO *pem = BIO_new(BIO_s_mem());
    const bool encoded = pem != NULL && PEM_write_bio_X509(pem, certificate) == 1;
    const long count = encoded ? BIO_get_mem_data(pem, &text) : 0;
    const bool fits = count > 0 && count <= CERTIFICATE_TEXT_MOST;
    if (fits) {
        memcpy(out->text, text, (size_t)count);
        out->text[count] = '\0';
    }
    BIO_free(pem);
    ERR_clear_error();
    return fits || failure_say(failure, "OpenSSL could not encode a certificate; check that its "
                                        "library is whole");
}

X509 *certificate_from_text(const char *text)
{
    BIO *pem = BIO_new_mem_buf(text, -1);
    X509 *certificate = pem == NULL ? NULL : PEM_read_bio_X509(pem, NULL, NULL, NULL);
    BIO_free(pem);
    ERR_clear_error();
    return certificate;
}

bool certificate_holder(const X509 *certificate, char name[COMMON_NAME_MOST + 1])
{
    const X509_NAME *subject = X509_get_subject_name(certificate);
    return X509_NAME_get_text_by_NID(subject, NID_commonName, name, COMMON_NAME_MOST + 1) > 0;
}
