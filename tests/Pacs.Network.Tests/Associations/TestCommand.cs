using System.Buffers.Binary;
using Pacs.Core;

namespace Pacs.Network.Tests;

/// <summary>Command sets, as data sets and as bytes.</summary>
internal static class TestCommand
{
    public const ushort EchoRequest = 0x0030;
    public const ushort EchoResponse = 0x8030;
    public const ushort StoreRequest = 0x0001;
    public const ushort StoreResponse = 0x8001;

    public static DicomDataset Create(ushort field, bool hasDataset = false, ushort? status = null, ushort messageId = 7)
    {
        var command = new DicomDataset();
        command.SetBytes(new DicomTag(0x00000002), DicomVR.UI, "1.2.840.10008.1.1\0"u8);
        command.SetBytes(new DicomTag(0x00000100), DicomVR.US, Word(field));
        command.SetBytes(new DicomTag((field & 0x8000) != 0 ? 0x00000120u : 0x00000110u), DicomVR.US, Word(messageId));
        command.SetBytes(new DicomTag(0x00000800), DicomVR.US, Word(hasDataset ? (ushort)0x0001 : (ushort)0x0101));
        if (status is { } code) command.SetBytes(new DicomTag(0x00000900), DicomVR.US, Word(code));
        return command;
    }

    public static byte[] Encode(ushort field, bool hasDataset = false, ushort? status = null)
    {
        using var scratch = new PooledWriter();
        return MessageWriter.EncodeCommand(Create(field, hasDataset, status), scratch, out _).ToArray();
    }

    public static ushort Field(DicomDataset command) => BinaryPrimitives.ReadUInt16LittleEndian(command.GetBytes(new DicomTag(0x00000100)).Span);

    private static byte[] Word(ushort value) => [(byte)value, (byte)(value >> 8)];
}
