using Pacs.Core;
using Pacs.Imaging;

await using DicomFile file = await DicomFile.OpenAsync("ct.dcm");
using PixelFrame frame = await DicomImage.DecodeAsync(file);
