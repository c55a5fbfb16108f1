namespace Pacs.Core;

/// <summary>The two choices that decide how native elements look: explicit VR and byte order.</summary>
internal readonly record struct ElementEncoding(bool IsExplicit, bool IsBigEndian)
{
    /// <summary>Content of UN values with undefined length (PS3.5 §6.2.2 note 4, CP-246).</summary>
    public static ElementEncoding ImplicitLittle => new(false, false);

    public static ElementEncoding Of(TransferSyntax syntax) => new(syntax.IsExplicitVR, syntax.IsBigEndian);
}
