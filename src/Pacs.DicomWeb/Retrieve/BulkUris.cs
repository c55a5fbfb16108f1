using System.Text.Json;
using Pacs.Core;

namespace Pacs.DicomWeb;

/// <summary>The URIs of bulk data: stable, one for each value of each instance, made of its path in the data set.</summary>
internal static class BulkUris
{
    /// <summary>The part of the URI below the instance: <c>bulkdata/7FE00010</c>, or with items <c>bulkdata/00400260/0/00420011</c>.</summary>
    public static string PathOf(DicomPath path) => "bulkdata/" + string.Join('/', path.Select(step => step.Item is { } item
        ? string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{step.Tag:J}/{item}") : step.Tag.ToString("J", null)));

    /// <summary>The paths of the values that metadata gives by URI, pixel data aside: what the writer of metadata asks a URI for.</summary>
    public static List<DicomPath> PathsOf(DicomDataset header, int inlineLimit)
    {
        var paths = new List<DicomPath>();
        var options = new DicomJsonOptions
        {
            InlineLimit = inlineLimit,
            BulkDataUri = bulk =>
            {
                if (IsInline(bulk.Tag, bulk.VR)) return null;
                paths.Add(bulk.Path);
                return string.Empty;
            },
        };
        using var nowhere = new Utf8JsonWriter(Stream.Null, new JsonWriterOptions { SkipValidation = true, MaxDepth = 4 * options.MaxDepth + 8 });
        DicomJson.Write(header, nowhere, options);
        return paths;
    }

    /// <summary>Whether a value is given in the metadata itself, whatever its length: viewers read tables and waveforms from nowhere else.</summary>
    public static bool IsInline(DicomTag tag, DicomVR vr) =>
        (tag.Group == 0x0028 && tag.Element is >= 0x1100 and < 0x3100) || tag == DicomTag.WaveformData || tag == DicomTag.LUTData;

    public static string InstanceUrl(string baseUrl, DicomUid study, DicomUid series, DicomUid instance) => $"{baseUrl}/studies/{study}/series/{series}/instances/{instance}";
}
