namespace Pacs.DicomWeb.Security;

/// <summary>An API key: its hash, never itself.</summary>
public sealed class ApiKeyOptions : GrantOptions
{
    /// <summary>SHA-256 of the key's UTF-8 bytes, 64 hexadecimal digits. Without salt: a key is long and random, not a password; <see cref="ApiKey.Create"/> makes one.</summary>
    public string Sha256 { get; set; } = string.Empty;

    /// <summary>When it ends, or null.</summary>
    public DateTimeOffset? Expires { get; set; }
}
