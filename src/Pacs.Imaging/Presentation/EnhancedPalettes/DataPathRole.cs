namespace Pacs.Imaging;

/// <summary>What a frame is in the Enhanced Blending and Display Pipeline (PS3.3 §C.7.6.23.2).</summary>
internal enum DataPathRole
{
    /// <summary>Its greys are the picture (PRIMARY_PVALUES).</summary>
    Grey,

    /// <summary>The input of the first palette (PRIMARY_SINGLE).</summary>
    Primary,

    /// <summary>The input of the second palette, or its upper bits (SECONDARY_SINGLE, SECONDARY_HIGH).</summary>
    Secondary,

    /// <summary>The lower bits of the input of the second palette (SECONDARY_LOW).</summary>
    SecondaryLow,
}
