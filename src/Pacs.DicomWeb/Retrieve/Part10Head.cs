using System.Buffers;
using Pacs.Archive;
using Pacs.Core;

namespace Pacs.DicomWeb;

/// <summary>The bytes before the data set when an instance is given as a file.</summary>
internal static class Part10Head
{
    public static ReadOnlyMemory<byte> Make(IndexEntry entry)
    {
        var head = new ArrayBufferWriter<byte>(512);
        FileMetaInformation.Write(head, entry.Id, entry.TransferSyntax, entry.CallingAe);
        return head.WrittenMemory;
    }
}
