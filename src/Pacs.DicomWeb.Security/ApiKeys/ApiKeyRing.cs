using System.Security.Cryptography;
using System.Text;

namespace Pacs.DicomWeb.Security;

/// <summary>The keys of a configuration, ready to be compared.</summary>
internal sealed class ApiKeyRing
{
    private const int LongestKey = 512;

    private readonly (byte[] Hash, ApiKeyOptions Key)[] _keys;

    public ApiKeyRing(IEnumerable<ApiKeyOptions> keys) => _keys = [.. keys.Select(static key => (Convert.FromHexString(key.Sha256), key))];

    /// <summary>The key's entry, expired or not; null for one that is unknown. Takes as long for every key that is not there.</summary>
    public ApiKeyOptions? Find(string key)
    {
        if (key.Length is 0 or > LongestKey) return null;
        byte[] hash = SHA256.HashData(Encoding.UTF8.GetBytes(key));
        ApiKeyOptions? found = null;
        foreach ((byte[] known, ApiKeyOptions entry) in _keys)
            if (CryptographicOperations.FixedTimeEquals(known, hash)) found = entry;
        return found;
    }
}
