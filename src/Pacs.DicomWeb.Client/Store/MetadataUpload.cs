using System.Buffers;
using System.Globalization;
using System.Text.Json;
using Pacs.Core;

namespace Pacs.DicomWeb.Client;

/// <summary>Data sets as metadata and bulk data (PS3.18 §10.5.1.2): one JSON part, and a part for each large value that it names.</summary>
internal static class MetadataUpload
{
    public static IReadOnlyList<UploadPart> Parts(IReadOnlyList<DicomFile> files, int inlineLimit)
    {
        List<UploadPart> bulk = [];
        var json = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(json))
        {
            writer.WriteStartArray();
            foreach (DicomFile file in files)
            {
                DicomDataset dataset = file.Dataset;
                if (file.TransferSyntax.IsBigEndian || (file.TransferSyntax.IsEncapsulated && dataset.Contains(DicomTag.PixelData)))
                    throw new ArgumentException("Compressed pixel data, and big endian ones, go as DICOM files; not as metadata and bulk data.", nameof(files));
                DicomJson.Write(dataset, writer, new DicomJsonOptions
                {
                    InlineLimit = inlineLimit,
                    BulkDataUri = element => Add(dataset, element),
                });
            }

            writer.WriteEndArray();
        }

        return [UploadPart.Of("application/dicom+json", json.WrittenMemory), .. bulk];

        string? Add(DicomDataset root, BulkDataElement element)
        {
            if (element.Length <= inlineLimit && element.Tag != DicomTag.PixelData) return null;
            if (root.GetElement(element.Path) is not { } value) return null;
            string location = string.Create(CultureInfo.InvariantCulture, $"bulk/{bulk.Count + 1}");
            bulk.Add(value.Bulk is { } stored
                ? new UploadPart([new("Content-Type", "application/octet-stream"), new("Content-Location", location)], stored.Length, (output, ct) => CopyAsync(stored, output, ct))
                : UploadPart.Of("application/octet-stream", value.GetBytes(), location));
            return location;
        }
    }

    private static async Task CopyAsync(BulkValue value, Stream output, CancellationToken ct)
    {
        byte[] buffer = ArrayPool<byte>.Shared.Rent(128 * 1024);
        try
        {
            for (long position = 0; position < value.Length;)
            {
                int read = await value.ReadAsync(position, buffer, ct).ConfigureAwait(false);
                if (read == 0) throw new IOException("A value ended early.");
                await output.WriteAsync(buffer.AsMemory(0, read), ct).ConfigureAwait(false);
                position += read;
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }
}
