namespace Pacs.Core;

/// <summary>What to do with a character that a character set has no code for.</summary>
public enum EncodingFallback
{
    /// <summary>Throw <see cref="DicomDataException"/>.</summary>
    Throw,

    /// <summary>Write a question mark in its place.</summary>
    Replace,
}
