using System.Buffers;
using System.Buffers.Binary;
using CsCheck;
using Pacs.Core;

namespace Pacs.Network.Tests.Dimse;

[Category("PS3.7 §6.3")]
public sealed class CommandSetTests
{
    private static readonly DicomUid Ct = new("1.2.840.10008.5.1.4.1.1.2");

    private static readonly Gen<DicomUid> Uids = Gen.Int[1, 99999].Array[1, 8].Select(parts => new DicomUid(string.Join('.', parts)));

    private static readonly Gen<string> Titles = Gen.Char['A', 'Z'].Array[1, 16].Select(c => new string(c));

    private static readonly Gen<CommandSet> Commands =
        from field in Gen.Int[0, 22].Select(i => Enum.GetValues<CommandField>()[i])
        from ids in Gen.UShort.Nullable().Array[11]
        from uids in Uids.Nullable().Array[4]
        from titles in Titles.Null().Array[2]
        from comment in Titles.Null()
        from tags in Gen.UInt.Select(v => new DicomTag(v)).Array[0, 5]
        select new CommandSet
        {
            Field = field,
            MessageId = ids[0],
            RespondedTo = ids[1],
            DataSetType = ids[2] ?? CommandSet.NoDataset,
            Status = ids[3],
            Priority = (Priority?)ids[4],
            Remaining = ids[5],
            Completed = ids[6],
            Failed = ids[7],
            Warning = ids[8],
            MoveOriginatorMessageId = ids[9],
            AffectedSopClass = uids[0],
            RequestedSopClass = uids[1],
            AffectedSopInstance = uids[2],
            RequestedSopInstance = uids[3],
            MoveDestination = titles[0],
            MoveOriginatorAeTitle = titles[1],
            ErrorComment = comment,
            OffendingElements = tags,
        };

    [Test]
    public void TryRead_WhatWriteWrote_IsTheSameCommand() => Commands.Sample(command =>
    {
        CommandSet back = Read(Write(command));
        Assert.That(back with { OffendingElements = [], Mistyped = [] }, Is.EqualTo(command with { OffendingElements = [], Mistyped = [] }));
        Assert.That(back.OffendingElements, Is.EqualTo(command.OffendingElements));
        Assert.That(back.Mistyped, Is.Empty);
    });

    [Test]
    public void Write_AnyCommand_HasAscendingTagsEvenLengthsAndTheRightGroupLength() => Commands.Sample(command =>
    {
        ReadOnlySpan<byte> bytes = Write(command);
        Assert.That(BinaryPrimitives.ReadUInt32LittleEndian(bytes[8..]), Is.EqualTo(bytes.Length - 12));
        int last = -1;
        for (int at = 0; at < bytes.Length;)
        {
            int element = BinaryPrimitives.ReadUInt16LittleEndian(bytes[(at + 2)..]);
            int length = BinaryPrimitives.ReadInt32LittleEndian(bytes[(at + 4)..]);
            Assert.That(element, Is.GreaterThan(last));
            Assert.That(length & 1, Is.Zero);
            last = element;
            at += 8 + length;
        }
    });

    [Test]
    public void TryRead_AnyBytes_ReadsOrSaysWhyNot() => Gen.Byte.Array[0, 200].Sample(bytes =>
        Assert.That(CommandSetReader.TryRead(bytes, Ct, out CommandSet? command, out string? problem) ? command is not null : problem is not null));

    [Test]
    public void TryRead_ACommandCutAnywhere_ReadsOrSaysWhyNot() => Gen.Select(Commands, Gen.Double[0, 1]).Sample((command, part) =>
    {
        byte[] bytes = Write(command);
        _ = CommandSetReader.TryRead(bytes.AsSpan(0, (int)(part * bytes.Length)), Ct, out _, out _);
    });

    [Test]
    public void TryRead_ACommandWithAByteChanged_ReadsOrSaysWhyNot() => Gen.Select(Commands, Gen.Double[0, 0.999], Gen.Byte).Sample((command, where, value) =>
    {
        byte[] bytes = Write(command);
        bytes[(int)(where * bytes.Length)] = value;
        _ = CommandSetReader.TryRead(bytes, Ct, out _, out _);
    });

    [Test]
    public void TryRead_LengthBeyondTheEnd_IsRefusedWithTheNumbers()
    {
        byte[] bytes = Element(0x0100, [1, 0]);
        bytes[4] = 200;
        Assert.That(CommandSetReader.TryRead(bytes, Ct, out _, out string? problem), Is.False);
        Assert.That(problem, Does.Contain("(0000,0100)").And.Contain("200"));
    }

    [Test]
    public void TryRead_UndefinedLength_IsRefused()
    {
        byte[] bytes = Element(0x0100, [1, 0]);
        BinaryPrimitives.WriteUInt32LittleEndian(bytes.AsSpan(4), 0xFFFFFFFF);
        Assert.That(CommandSetReader.TryRead(bytes, Ct, out _, out _), Is.False);
    }

    [Test]
    public void TryRead_AnElementOfAnotherGroup_IsRefused()
    {
        byte[] bytes = [.. Element(0x0100, [1, 0]), 0x08, 0x00, 0x18, 0x00, 0, 0, 0, 0];
        Assert.That(CommandSetReader.TryRead(bytes, Ct, out _, out string? problem), Is.False);
        Assert.That(problem, Does.Contain("(0008,0018)"));
    }

    [Test]
    public void TryRead_NoCommandField_IsRefused() =>
        Assert.That(CommandSetReader.TryRead(Element(0x0110, [1, 0]), Ct, out _, out _), Is.False);

    [Test]
    public void TryRead_UnknownAndRetiredElements_AreSkipped()
    {
        CommandSet command = Read([.. Element(0x0001, [1, 2, 3, 4]), .. Element(0x0100, [0x30, 0]), .. Element(0x5010, "x "u8.ToArray())]);
        Assert.That(command.Field, Is.EqualTo(CommandField.CEchoRequest));
    }

    [Test]
    public void TryRead_AMessageIdOfFourBytes_IsLeftOutAndNamed()
    {
        CommandSet command = Read([.. Element(0x0100, [0x30, 0]), .. Element(0x0110, [1, 0, 0, 0])]);
        Assert.That(command.MessageId, Is.Null);
        Assert.That(command.Mistyped, Is.EqualTo(new[] { new DicomTag(0x00000110) }));
    }

    [Test]
    public void TryRead_UidPaddedWithSpace_IsTrimmed()
    {
        CommandSet command = Read([.. Element(0x0002, "1.2.3.4 "u8.ToArray()), .. Element(0x0100, [0x30, 0])]);
        Assert.That(command.AffectedSopClass, Is.EqualTo(new DicomUid("1.2.3.4")));
    }

    [Test]
    public void TryRead_TheClassOfTheContext_TakesItsTextFromThere()
    {
        CommandSet command = Read(Write(CEcho.Request(1, Ct)));
        Assert.That(command.AffectedSopClass!.Value.Value, Is.SameAs(Ct.Value));
    }

    [Test]
    public void Write_ALongOrStrangeComment_IsCutTo64PlainCharacters()
    {
        CommandSet command = Read(Write(CEcho.Response(CEcho.Request(1, Ct), DicomStatus.ProcessingFailure.With("ä\\\n" + new string('x', 100)))));
        Assert.That(command.ErrorComment, Is.EqualTo("???" + new string('x', 61)));
    }

    internal static byte[] Write(CommandSet command)
    {
        var buffer = new ArrayBufferWriter<byte>();
        CommandSetWriter.Write(command, buffer);
        return buffer.WrittenSpan.ToArray();
    }

    internal static CommandSet Read(ReadOnlySpan<byte> bytes)
    {
        Assert.That(CommandSetReader.TryRead(bytes, Ct, out CommandSet? command, out string? problem), Is.True, problem);
        return command!;
    }

    internal static byte[] Element(ushort element, byte[] value)
    {
        var bytes = new byte[8 + value.Length];
        BinaryPrimitives.WriteUInt16LittleEndian(bytes.AsSpan(2), element);
        BinaryPrimitives.WriteInt32LittleEndian(bytes.AsSpan(4), value.Length);
        value.CopyTo(bytes.AsSpan(8));
        return bytes;
    }
}
