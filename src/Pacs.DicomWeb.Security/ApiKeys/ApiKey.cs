using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;

namespace Pacs.DicomWeb.Security;

/// <summary>Makes and hashes API keys.</summary>
public static class ApiKey
{
    private const int Length = 32;

    /// <summary>A new key of 256 random bits, and its hash for the configuration. The key is told this once: nothing keeps it.</summary>
    public static (string Key, string Sha256) Create()
    {
        string key = "pacs_" + Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(Length));
        return (key, Hash(key));
    }

    /// <summary>The hash of a key, in hexadecimal digits.</summary>
    public static string Hash(string key)
    {
        ArgumentNullException.ThrowIfNull(key);
        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(key)));
    }
}
