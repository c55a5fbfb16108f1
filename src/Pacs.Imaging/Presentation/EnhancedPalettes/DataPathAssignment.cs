using Pacs.Core;

namespace Pacs.Imaging;

/// <summary>Which way the frames of one data type take: an item of Data Frame Assignment Sequence (PS3.3 §C.7.6.23.2).</summary>
internal sealed record DataPathAssignment(string DataType, DataPathRole Role)
{
    /// <summary>How many of a value's highest bits are the input of the palette; null for all (§C.7.6.23.3).</summary>
    public int? BitsMapped { get; init; }

    /// <summary>The window before the palette; null where there is none.</summary>
    public VoiWindow? Window { get; init; }

    /// <summary>The VOI LUT before the palette; null where there is none.</summary>
    public LookupTable? VoiTable { get; init; }

    /// <summary>The assignment of an item; null when type or path are missing or unknown.</summary>
    public static DataPathAssignment? Read(DicomDataset item, BulkReader bulk)
    {
        DataPathRole? role = item.GetString(DicomTag.DataPathAssignment) switch
        {
            "PRIMARY_PVALUES" => DataPathRole.Grey,
            "PRIMARY_SINGLE" => DataPathRole.Primary,
            "SECONDARY_SINGLE" or "SECONDARY_HIGH" => DataPathRole.Secondary,
            "SECONDARY_LOW" => DataPathRole.SecondaryLow,
            _ => null,
        };
        if (role is not { } known || item.GetString(DicomTag.DataType) is not { } type) return null;
        return new DataPathAssignment(type, known)
        {
            BitsMapped = item.GetInt32(DicomTag.BitsMappedToColorLookupTable) is >= 1 and <= 16 and var bits ? bits : null,
            Window = DisplayAttributesReader.ReadWindows(item) is [var window, ..] ? window : null,
            VoiTable = DisplayAttributesReader.ReadTables(item, DicomTag.VOILUTSequence, bulk, isSignedInput: false) is [var table, ..] ? table : null,
        };
    }
}
