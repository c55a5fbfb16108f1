using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Pacs.ServerHost;

/// <summary>Reads the certificate for HTTPS.</summary>
internal static class ServerCertificate
{
    private const string Password = "PACS_CERT_PASSWORD";

    /// <exception cref="InvalidDataException">It cannot be read, or has no key.</exception>
    public static X509Certificate2 Load(string file, string? keyFile)
    {
        string? password = Environment.GetEnvironmentVariable(Password);
        try
        {
            if (X509Certificate2.GetCertContentType(file) == X509ContentType.Pkcs12) return X509CertificateLoader.LoadPkcs12FromFile(file, password);
            using X509Certificate2 read = password is null ? X509Certificate2.CreateFromPemFile(file, keyFile) : X509Certificate2.CreateFromEncryptedPemFile(file, password, keyFile);
            // Written and read again: TLS on some systems takes no key that is in memory only.
            return X509CertificateLoader.LoadPkcs12(read.Export(X509ContentType.Pkcs12), null);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException or CryptographicException)
        {
            throw new InvalidDataException($"the certificate {file} cannot be read: {failure.Message}", failure);
        }
    }
}
