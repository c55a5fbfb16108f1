namespace Pacs.DicomWeb.Security;

/// <summary>Whether requests without credentials are taken.</summary>
public enum AnonymousAccess
{
    /// <summary>No.</summary>
    None,

    /// <summary>From this machine: the connection comes from a loopback address, the Host header names loopback, and no proxy says that it asks for somebody else.</summary>
    Loopback,

    /// <summary>From anywhere, with all permissions. For a network in which every machine may read and store images.</summary>
    Everywhere,
}
