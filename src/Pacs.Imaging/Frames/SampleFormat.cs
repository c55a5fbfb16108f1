namespace Pacs.Imaging;

/// <summary>What kind of number a stored sample is, which the element that holds the pixels decides (PS3.3 §C.7.6.3, §C.7.6.24).</summary>
public enum SampleFormat
{
    /// <summary>Pixel Data (7FE0,0010): integers of Bits Stored bits.</summary>
    Integer,

    /// <summary>Float Pixel Data (7FE0,0008): IEEE 754 single precision.</summary>
    Float32,

    /// <summary>Double Float Pixel Data (7FE0,0009): IEEE 754 double precision.</summary>
    Float64,
}
