namespace Pacs.Imaging;

/// <summary>Which coder made a code block. In streams of Part 15 the lengths in packet headers tell (15444-15 §B.3).</summary>
internal enum J2kBlockCoder : byte
{
    /// <summary>No byte of it has come yet.</summary>
    Unknown,

    /// <summary>The MQ coder of Part 1.</summary>
    Mq,

    /// <summary>The HT coder of Part 15.</summary>
    Ht,
}
