namespace Pacs.Network;

/// <summary>Who the requestor says it is (PS3.7 §D.3.3.7).</summary>
/// <param name="Type">How <paramref name="Primary"/> and <paramref name="Secondary"/> are to be read.</param>
/// <param name="Primary">User name in UTF-8, Kerberos ticket, SAML assertion or JSON web token. GC memory.</param>
/// <param name="Secondary">The passcode in UTF-8 for <see cref="UserIdentityType.UsernameAndPasscode"/>, otherwise empty. Never logged.</param>
/// <param name="PositiveResponseRequested">Whether the requestor wants the acceptor to say that it looked.</param>
public sealed record UserIdentity(UserIdentityType Type, ReadOnlyMemory<byte> Primary, ReadOnlyMemory<byte> Secondary = default, bool PositiveResponseRequested = false)
{
    /// <summary>Only the type: an identity is neither logged nor shown.</summary>
    public override string ToString() => $"UserIdentity({Type})";
}
