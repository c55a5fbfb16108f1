namespace Pacs.Network;

/// <summary>Events of the upper layer (PS3.8 Table 9-10).</summary>
#pragma warning disable CA1008, CA1028
internal enum UpperLayerEvent : byte
{
    /// <summary>A-ASSOCIATE request (local).</summary>
    Evt1 = 1,
    /// <summary>Transport connection confirmed.</summary>
    Evt2,
    /// <summary>A-ASSOCIATE-AC received.</summary>
    Evt3,
    /// <summary>A-ASSOCIATE-RJ received.</summary>
    Evt4,
    /// <summary>Transport connection indicated.</summary>
    Evt5,
    /// <summary>A-ASSOCIATE-RQ received.</summary>
    Evt6,
    /// <summary>A-ASSOCIATE response, accept (local).</summary>
    Evt7,
    /// <summary>A-ASSOCIATE response, reject (local).</summary>
    Evt8,
    /// <summary>P-DATA request (local).</summary>
    Evt9,
    /// <summary>P-DATA-TF received.</summary>
    Evt10,
    /// <summary>A-RELEASE request (local).</summary>
    Evt11,
    /// <summary>A-RELEASE-RQ received.</summary>
    Evt12,
    /// <summary>A-RELEASE-RP received.</summary>
    Evt13,
    /// <summary>A-RELEASE response (local).</summary>
    Evt14,
    /// <summary>A-ABORT request (local).</summary>
    Evt15,
    /// <summary>A-ABORT received.</summary>
    Evt16,
    /// <summary>Transport connection closed.</summary>
    Evt17,
    /// <summary>ARTIM timer expired.</summary>
    Evt18,
    /// <summary>Unrecognized or invalid PDU received.</summary>
    Evt19,
}
