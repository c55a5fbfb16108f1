namespace Pacs.Imaging;

/// <summary>How prediction errors are coded, known when the scan loops are compiled so that they carry no choice.</summary>
internal interface IJpegLsMode
{
    /// <summary>Exact, and every value of the precision may occur: errors wrap by dropping bits (ISO 14495-1 §A.4.5).</summary>
    static abstract bool IsExact { get; }
}

/// <summary>NEAR is 0 and MAXVAL is a power of two less one.</summary>
internal readonly struct ExactMode : IJpegLsMode
{
    public static bool IsExact => true;
}

/// <summary>Any NEAR and MAXVAL.</summary>
internal readonly struct GeneralMode : IJpegLsMode
{
    public static bool IsExact => false;
}
