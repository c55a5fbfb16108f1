namespace Pacs.Network;

/// <summary>Forms of user identity (PS3.7 Table D.3-14).</summary>
#pragma warning disable CA1008, CA1028 // the byte on the wire
public enum UserIdentityType : byte
{
    /// <summary>A user name.</summary>
    Username = 1,
    /// <summary>A user name and a passcode.</summary>
    UsernameAndPasscode = 2,
    /// <summary>A Kerberos service ticket.</summary>
    Kerberos = 3,
    /// <summary>A SAML assertion.</summary>
    Saml = 4,
    /// <summary>A JSON web token.</summary>
    JsonWebToken = 5,
}
