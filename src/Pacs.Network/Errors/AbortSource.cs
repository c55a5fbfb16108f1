namespace Pacs.Network;

/// <summary>Who aborted an association: the Source field of A-ABORT (PS3.8 Table 9-26).</summary>
#pragma warning disable CA1028 // the byte on the wire
public enum AbortSource : byte
{
    /// <summary>The application (DICOM UL service-user).</summary>
    ServiceUser = 0,
    /// <summary>Reserved by the standard; seen from peers only.</summary>
    Reserved = 1,
    /// <summary>The protocol layer (DICOM UL service-provider).</summary>
    ServiceProvider = 2,
}
