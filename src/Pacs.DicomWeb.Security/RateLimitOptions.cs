namespace Pacs.DicomWeb.Security;

/// <summary>How often one user, or one address without a user, may ask; what is beyond is answered with 429.</summary>
public sealed class RateLimitOptions
{
    /// <summary>Requests a second in the long run.</summary>
    public int RequestsPerSecond { get; set; } = 1000;

    /// <summary>Requests at once after a pause.</summary>
    public int Burst { get; set; } = 5000;
}
