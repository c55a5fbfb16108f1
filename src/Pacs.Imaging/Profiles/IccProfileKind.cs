namespace Pacs.Imaging;

/// <summary>What can be done with an ICC profile (ISO 15076-1).</summary>
public enum IccProfileKind
{
    /// <summary>It is no profile of RGB colours, or is damaged: it counts as if there were none.</summary>
    Unusable,

    /// <summary>Three curves and a matrix: colours can be brought into other spaces.</summary>
    Matrix,

    /// <summary>Tables of more dimensions: it can be handed on with the picture, and is not computed with.</summary>
    Tables,
}
