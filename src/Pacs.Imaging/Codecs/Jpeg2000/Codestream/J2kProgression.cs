namespace Pacs.Imaging;

/// <summary>The order of packets in a tile (ISO/IEC 15444-1 Table A.16, §B.12).</summary>
internal enum J2kProgression
{
    /// <summary>Layer, resolution, component, position.</summary>
    Lrcp,

    /// <summary>Resolution, layer, component, position.</summary>
    Rlcp,

    /// <summary>Resolution, position, component, layer.</summary>
    Rpcl,

    /// <summary>Position, component, resolution, layer.</summary>
    Pcrl,

    /// <summary>Component, position, resolution, layer.</summary>
    Cprl,
}
