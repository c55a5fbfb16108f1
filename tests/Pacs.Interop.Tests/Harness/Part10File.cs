using System.Buffers.Binary;
using System.Text;

namespace Pacs.Interop.Tests.Harness;

/// <summary>
/// A DICOM file as far as a black box needs it: the three UIDs of its File Meta Information and the bytes after it.
/// Read here, and not with the packages under test, so that the comparison has a judge of its own.
/// </summary>
internal sealed record Part10File(string Path, string SopClass, string SopInstance, string TransferSyntax, int DatasetOffset)
{
    public byte[] ReadDataset() => File.ReadAllBytes(Path)[DatasetOffset..];

    /// <summary>Reads the meta group (PS3.10 §7.1), or returns null when there is none or it names no instance.</summary>
    public static Part10File? TryOpen(string path)
    {
        var bytes = File.ReadAllBytes(path).AsSpan();
        if (bytes.Length < 132 || !bytes[128..132].SequenceEqual("DICM"u8))
            return null;
        string? sopClass = null, sopInstance = null, syntax = null;
        var at = 132;
        while (at + 8 <= bytes.Length && BinaryPrimitives.ReadUInt16LittleEndian(bytes[at..]) == 2)
        {
            var element = BinaryPrimitives.ReadUInt16LittleEndian(bytes[(at + 2)..]);
            var isLong = bytes[at + 4] == 'O' || (bytes[at + 4] == 'U' && bytes[at + 5] == 'N');
            if (isLong && at + 12 > bytes.Length)
                return null;
            long length = isLong ? BinaryPrimitives.ReadUInt32LittleEndian(bytes[(at + 8)..]) : BinaryPrimitives.ReadUInt16LittleEndian(bytes[(at + 6)..]);
            var start = at + (isLong ? 12 : 8);
            if (length > bytes.Length - start)
                return null;
            var value = Encoding.ASCII.GetString(bytes.Slice(start, (int)length)).TrimEnd('\0', ' ');
            switch (element)
            {
                case 0x0002: sopClass = value; break;
                case 0x0003: sopInstance = value; break;
                case 0x0010: syntax = value; break;
            }
            at = start + (int)length;
        }
        return sopClass is { Length: > 0 } && sopInstance is { Length: > 0 } && syntax is { Length: > 0 } ? new Part10File(path, sopClass, sopInstance, syntax, at) : null;
    }

    /// <summary>The files of a folder by SOP Instance UID; the names foreign programs give their files differ.</summary>
    public static Dictionary<string, Part10File> InFolder(string folder) =>
        Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories).Select(TryOpen).OfType<Part10File>().ToDictionary(file => file.SopInstance);
}
